package dev.lockstep.project;

import dev.lockstep.convex.deployment.ConvexPlatform;
import dev.lockstep.convex.deployment.DeploymentAdmin;
import dev.lockstep.convex.deployment.DeploymentFunctions;
import dev.lockstep.convex.deployment.PlatformHosts;
import dev.lockstep.convex.deployment.data.DeploymentData;
import dev.lockstep.convex.outside.OpenIdIssuers;
import dev.lockstep.core.Secret;
import dev.lockstep.project.vault.Keyset;
import dev.lockstep.project.vault.Vault;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The clients of Convex's platform, and the vault. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProjectProperties.class)
class ProjectConfiguration {

    @Bean
    ConvexPlatform convexPlatform(ProjectProperties properties) {
        return new ConvexPlatform(new PlatformHosts(
                properties.provisionHost(),
                properties.dashboardHost(),
                properties.oauthApplication(),
                properties.callTimeout()));
    }

    @Bean
    DeploymentAdmin deploymentAdmin(ProjectProperties properties) {
        return new DeploymentAdmin(properties.callTimeout(), properties.outside());
    }

    @Bean
    DeploymentFunctions deploymentFunctions(ProjectProperties properties) {
        return new DeploymentFunctions(properties.runTimeout(), properties.outside());
    }

    @Bean
    OpenIdIssuers openIdIssuers(ProjectProperties properties) {
        return new OpenIdIssuers(properties.callTimeout(), properties.outside());
    }

    @Bean
    DeploymentData deploymentData(ProjectProperties properties) {
        return new DeploymentData(properties.callTimeout(), properties.outside());
    }

    @Bean
    Vault vault(ProjectProperties properties) {
        return Keyset.vault(
                Optional.of(properties.keyset()).filter(text -> !text.isBlank()).map(Secret::of),
                properties.keysetFile());
    }
}
