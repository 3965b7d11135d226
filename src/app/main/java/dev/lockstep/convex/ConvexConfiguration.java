package dev.lockstep.convex;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The client of the platform's own deployment. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ConvexProperties.class)
class ConvexConfiguration {

    @Bean
    ConvexClient convexClient(ConvexProperties properties) {
        return new ConvexClient(properties);
    }

    @Bean
    LiveClients liveClients(ConvexProperties properties) {
        return new LiveClients(properties);
    }
}
