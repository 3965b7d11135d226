package dev.lockstep.shell;

import dev.lockstep.core.UuidV7;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Time, chance and ids come from here, so that a test can bring its own. */
@EnableScheduling
@Configuration(proxyBeanMethods = false)
class ClockConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Bean
    Supplier<UUID> ids(Clock clock, RandomGenerator random) {
        return new UuidV7(clock, random);
    }
}
