package dev.lockstep.emulator.junit;

import dev.lockstep.core.ManualClock;
import dev.lockstep.emulator.Emulator;
import dev.lockstep.emulator.EmulatorKeys;
import dev.lockstep.emulator.EmulatorPorts;
import dev.lockstep.emulator.EmulatorUrls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.util.FileSystemUtils;

/**
 * Gives tests an emulated Clerk and Convex: {@code @ExtendWith(EmulatorExtension.class)}, and {@link Emulated} before a
 * parameter. Both start on free ports and an empty folder when a class first asks, serve all of that class's tests, and end
 * with it. Their clock begins with the system's time and runs on; a test may move it, and what is due then happens.
 */
public final class EmulatorExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(EmulatorExtension.class);

    private static final Map<Class<?>, Function<Running, Object>> GIVEN = Map.of(
            Emulator.class, running -> running.emulator,
            EmulatorUrls.class, running -> running.emulator.urls(),
            EmulatorKeys.class, running -> running.emulator.keys(),
            ManualClock.class, running -> running.clock);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.isAnnotated(Emulated.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        Function<Running, Object> given = GIVEN.get(type);
        if (given == null) {
            throw new ParameterResolutionException("@Emulated is for a parameter of type Emulator, EmulatorUrls, "
                    + "EmulatorKeys or ManualClock, not " + type.getSimpleName());
        }
        return given.apply(running(test));
    }

    private static Running running(ExtensionContext test) {
        ExtensionContext ofClass = test;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return ofClass.getStore(OURS).computeIfAbsent(Running.class, key -> new Running(), Running.class);
    }

    /** Of one class of tests; JUnit closes it after the last of them. */
    private static final class Running implements AutoCloseable {

        private final Path home;
        private final ManualClock clock = ManualClock.running();
        private final Emulator emulator;

        Running() {
            try {
                home = Files.createTempDirectory("lockstep-emulator");
            } catch (IOException e) {
                throw new UncheckedIOException("There is no folder for the emulators", e);
            }
            emulator = Emulator.start(home, EmulatorPorts.FREE, clock);
        }

        @Override
        public void close() throws IOException {
            emulator.close();
            FileSystemUtils.deleteRecursively(home);
        }
    }
}
