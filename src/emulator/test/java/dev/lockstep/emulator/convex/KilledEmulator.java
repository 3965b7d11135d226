package dev.lockstep.emulator.convex;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An emulator in a process of its own, made to be killed. Arguments: home, port or 0. Prints its address. */
final class KilledEmulator {

    private KilledEmulator() {}

    public static void main(String[] args) throws InterruptedException {
        var settings = new ConvexEmulator.Settings(
                Integer.parseInt(args[1]), 0, Path.of(args[0]), "killed", EmulatorClient.KEY);
        var emulator = ConvexEmulator.start(settings);
        System.out.println(emulator.url());
        Thread.currentThread().join();
    }

    /**
     * Starts one. The first line of what it prints is its address.
     *
     * @param options of the JVM
     */
    static Process start(Path home, int port, String... options) throws IOException {
        var command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                KilledEmulator.class.getName(),
                home.toString(),
                String.valueOf(port)));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** What a started one serves at. */
    static String address(Process started) throws IOException {
        return started.inputReader(StandardCharsets.UTF_8).readLine();
    }
}
