package dev.lockstep.emulator.convex;

import java.nio.file.Path;

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
}
