package dev.lockstep.clerk;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of this installation's Clerk instance. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ClerkProperties.class)
class ClerkConfiguration {

    @Bean
    ClerkClient clerkClient(ClerkProperties properties) {
        return new ClerkClient(properties);
    }

    @Bean
    ClerkIssuer clerkIssuer(ClerkProperties properties) {
        return new ClerkIssuer(properties);
    }
}
