package dev.lockstep.shell.gate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.catalina.util.NetMaskSet;
import org.apache.catalina.valves.RemoteIpValve;

/**
 * The proxies that stand before this site. They are believed who asks ({@code X-Forwarded-For}) and by which scheme
 * ({@code X-Forwarded-Proto}); anybody else who sends these headers is not.
 *
 * @param networks in CIDR notation
 */
public record Proxies(List<String> networks) {

    /**
     * @param text addresses and networks, parted by commas: {@code 10.0.0.5, 10.1.0.0/16, fd00::/8}; blank for none
     * @throws IllegalArgumentException when one of them is neither
     */
    public static Proxies of(String text) {
        List<String> networks = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .map(Proxies::network)
                .toList();
        // Fails for what is no network.
        NetMaskSet.parse(String.join(",", networks));
        return new Proxies(networks);
    }

    /** A name would be asked of DNS, whose answers others give. */
    private static String network(String one) {
        if (!one.matches("(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F.:]*)(/\\d{1,3})?")) {
            throw new IllegalArgumentException("No address");
        }
        return one.contains("/") ? one : one + (one.contains(":") ? "/128" : "/32");
    }

    /** @return what reads the headers of these, and of nobody else */
    RemoteIpValve valve() {
        var valve = new RemoteIpValve();
        valve.setInternalProxies(networks.stream().collect(Collectors.joining(",")));
        return valve;
    }
}
