package dev.lockstep.sandbox;

import dev.lockstep.confine.NetworkPolicy;
import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.e2b.E2bSandboxes;
import dev.lockstep.sandbox.local.LocalSandboxes;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** The sandboxes of this installation. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SandboxProperties.class)
class SandboxConfiguration {

    @Bean
    Sandboxes sandboxes(
            SandboxProperties properties, @Value("${E2B_API_KEY:}") String key, Clock clock, Environment environment) {
        var local = new LocalSandboxes.Settings(
                properties.home(),
                properties.node(),
                Objects.requireNonNullElse(System.getenv("PATH"), ""),
                inherited(properties),
                properties.freeSpace().toBytes(),
                NetworkPolicy.of(properties.allow()),
                properties.reachesPrivate(),
                environment.acceptsProfiles(Profiles.of("production")));
        var e2b = new E2bSandboxes.Settings(
                properties.e2b().api(),
                key.isBlank() ? null : Secret.of(key.strip()),
                properties.e2b().template(),
                properties.e2b().life());
        return new Sandboxes(new LocalSandboxes(local, clock), new E2bSandboxes(e2b, clock));
    }

    private static Map<String, String> inherited(SandboxProperties properties) {
        Map<String, String> environment = System.getenv();
        return properties.inherit().stream()
                .filter(environment::containsKey)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), environment::get));
    }
}
