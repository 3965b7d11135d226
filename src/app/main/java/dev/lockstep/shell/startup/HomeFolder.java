package dev.lockstep.shell.startup;

import dev.lockstep.core.PrivateFolder;
import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.logging.Log;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Makes the folder that holds everything the application writes ({@code LOCKSTEP_HOME}), keeps other people of this machine
 * out of it, for it holds keys, and other runs: two of them would share databases and keys. The lock is the operating system's, so it ends with the process however
 * that ends.
 */
final class HomeFolder implements EnvironmentPostProcessor, Ordered {

    private static final String APPLICATION = "dev.lockstep.Lockstep";

    private final Log log;

    /** @param logs what is said before the log is set up */
    HomeFolder(DeferredLogFactory logs) {
        log = logs.getLog(HomeFolder.class);
    }

    @Override
    public int getOrder() {
        // Before the emulators, which keep their keys there.
        return ConfigDataEnvironmentPostProcessor.ORDER + 5;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        boolean ours = application.getAllSources().stream()
                .anyMatch(source ->
                        source instanceof Class<?> type && type.getName().equals(APPLICATION));
        if (!ours) {
            return;
        }
        Path home = Path.of(environment.getProperty("lockstep.home", "./data"))
                .toAbsolutePath()
                .normalize();
        try {
            PrivateFolder.open(home).ifPresent(log::warn);
        } catch (IOException e) {
            throw notWritable(home);
        }
        if (!Files.isWritable(home)) {
            throw notWritable(home);
        }
        // The lock is taken when the whole configuration has been found right, and goes with the application.
        application.addInitializers(context -> lock(home, context));
    }

    private static void lock(Path home, ConfigurableApplicationContext context) {
        try {
            FileChannel channel =
                    FileChannel.open(home.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel) == null) {
                channel.close();
                throw taken(home);
            }
            ((DefaultListableBeanFactory) context.getBeanFactory())
                    .registerDisposableBean("home", (DisposableBean) channel::close);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + home + " could not be locked", e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another run inside this very process.
            return null;
        }
    }

    private static Problem notWritable(Path home) {
        return new Problem(
                new ProblemCode("HomeNotWritable"),
                Problem.Kind.PERMANENT,
                "The folder " + home + ", which holds everything Lockstep writes, cannot be written to.",
                "Set LOCKSTEP_HOME to a folder that this user may write to.");
    }

    private static Problem taken(Path home) {
        return new Problem(
                new ProblemCode("HomeTaken"),
                Problem.Kind.PERMANENT,
                "The folder " + home + " is in use by another run of Lockstep.",
                "Stop that run, or set LOCKSTEP_HOME to another folder.");
    }
}
