package dev.lockstep.outbox;

import dev.lockstep.core.Backoff;
import dev.lockstep.outbox.engine.Effect;
import dev.lockstep.outbox.engine.Engine;
import dev.lockstep.outbox.engine.OutboxPolicy;
import dev.lockstep.outbox.push.BreakerSettings;
import dev.lockstep.outbox.push.PushPace;
import dev.lockstep.outbox.store.AttemptLog;
import dev.lockstep.outbox.store.OutboxRetention;
import dev.lockstep.outbox.trouble.Attempts;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How patient the engine is. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OutboxConfiguration.OutboxProperties.class)
class OutboxConfiguration {

    /**
     * @param firstWait the upper bound of the wait after the first transient failure; doubles from there
     * @param longestWait the upper bound of every wait
     * @param refusalLimit how many permanent answers stop a change until a person looks at it
     * @param workers deliveries at once in the background of one node; the people's own saves come on top
     * @param pause how often the background looks for what is due, when nobody asks it to
     * @param kept how long a change stays after it was settled
     * @param breaker when a destination that keeps failing is left alone
     */
    @ConfigurationProperties("lockstep.outbox")
    record OutboxProperties(
            @DefaultValue("2s") Duration firstWait,
            @DefaultValue("5m") Duration longestWait,
            @DefaultValue("3") int refusalLimit,
            @DefaultValue("8") int workers,
            @DefaultValue("1s") Duration pause,
            @DefaultValue("30d") Duration kept,
            @DefaultValue Breaker breaker) {}

    /**
     * When a destination that keeps failing is left alone.
     *
     * @param calls how many of the last deliveries are looked at
     * @param failurePercent from how many failures among them it is left alone
     * @param open for how long
     * @param trials how many deliveries then find out whether it is back
     */
    record Breaker(
            @DefaultValue("10") int calls,
            @DefaultValue("50") int failurePercent,
            @DefaultValue("20s") Duration open,
            @DefaultValue("3") int trials) {}

    @Bean
    Engine outboxEngine(OutboxProperties properties, RandomGenerator random) {
        var backoff = new Backoff(properties.firstWait(), properties.longestWait());
        return new Engine(new OutboxPolicy(backoff, properties.refusalLimit()), random);
    }

    @Bean
    AttemptLog attemptLog(Attempts attempts) {
        return (sending, effect) -> {
            switch (effect) {
                case Effect.Failed(var problem) -> attempts.failed(sending, problem);
                case Effect.Parked(var problem) -> attempts.parked(sending, problem);
                case Effect.Rejected(var problem) -> attempts.rejected(sending, problem);
                case Effect.ArrivedAfterTrouble(int tries) -> attempts.taken(sending, tries);
            }
        };
    }

    @Bean
    OutboxRetention outboxRetention(OutboxProperties properties) {
        return new OutboxRetention(properties.kept());
    }

    @Bean
    BreakerSettings breakerSettings(OutboxProperties properties) {
        Breaker breaker = properties.breaker();
        return new BreakerSettings(breaker.calls(), breaker.failurePercent(), breaker.open(), breaker.trials());
    }

    @Bean
    PushPace pushPace(OutboxProperties properties) {
        return new PushPace(properties.workers(), properties.pause());
    }
}
