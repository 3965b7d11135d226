package dev.lockstep.sync;

import dev.lockstep.core.Backoff;
import dev.lockstep.sync.outbox.OutboxPolicy;
import dev.lockstep.sync.push.PushPace;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How patient the engine is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SyncConfiguration.SyncProperties.class)
class SyncConfiguration {

    /**
     * @param firstWait the upper bound of the wait after the first transient failure; doubles from there
     * @param longestWait the upper bound of every wait
     * @param refusalLimit how many permanent answers stop a change until a person looks at it
     * @param workers deliveries at once in the background of one node; the people's own saves come on top
     */
    @ConfigurationProperties("lockstep.sync")
    record SyncProperties(
            @DefaultValue("2s") Duration firstWait,
            @DefaultValue("5m") Duration longestWait,
            @DefaultValue("3") int refusalLimit,
            @DefaultValue("8") int workers) {}

    @Bean
    OutboxPolicy outboxPolicy(SyncProperties properties) {
        return new OutboxPolicy(
                new Backoff(properties.firstWait(), properties.longestWait()), properties.refusalLimit());
    }

    @Bean
    PushPace pushPace(SyncProperties properties) {
        return new PushPace(properties.workers());
    }
}
