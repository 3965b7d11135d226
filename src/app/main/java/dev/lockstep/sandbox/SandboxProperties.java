package dev.lockstep.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where projects run. The key of E2B is no property of ours: it is E2B_API_KEY, as E2B's own tools have it.
 *
 * @param home the folder of local sandboxes, {@code sandboxes} below the application's home unless set
 * @param node the program of Node; looked for on the PATH unless set
 * @param inherit the names of variables of this application that local processes may see; none unless set. Behind a proxy
 *     npm needs {@code HTTPS_PROXY}, {@code NO_PROXY} or {@code NODE_EXTRA_CA_CERTS}
 * @param allow where local processes may connect to besides the public internet, as {@code host:port}; nowhere unless set
 * @param reachesPrivate whether a local process reaches its own deployment also in this machine's network
 * @param freeSpace no local process is started when the disk has less room; 512 MB unless set
 */
@ConfigurationProperties("lockstep.sandbox")
public record SandboxProperties(
        Path home,
        @Nullable Path node,
        @DefaultValue List<String> inherit,
        @DefaultValue List<String> allow,
        @DefaultValue("false") boolean reachesPrivate,
        @DefaultValue("512MB") DataSize freeSpace,
        @DefaultValue E2b e2b) {

    /**
     * The cloud.
     *
     * @param api E2B's control plane
     * @param template what machines are made from; needs Node 20 or newer
     * @param life how long a machine lives after the application's last sign; 10 minutes unless set
     */
    public record E2b(
            @DefaultValue("https://api.e2b.app") URI api,
            @DefaultValue("base") String template,
            @DefaultValue("10m") Duration life) {}
}
