package dev.lockstep.emulator.clerk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;

class ScanTest {

    /** Scans as the application does, but only here, so that nothing else has to start. */
    @ComponentScan("dev.lockstep.emulator.clerk")
    private static final class Scanning {}

    @Test
    void hidesFromTheApplicationsScan() {
        try (var context = new AnnotationConfigApplicationContext(Scanning.class)) {
            assertThat(Stream.of(context.getBeanDefinitionNames())
                            .map(context::getType)
                            .filter(type -> type != null && type != Scanning.class)
                            .map(Class::getName))
                    .noneMatch(name -> name.startsWith(ClerkEmulator.class.getPackageName()));
        }
    }
}
