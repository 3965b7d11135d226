package dev.lockstep.sandbox.local;

import dev.lockstep.core.Secret;
import dev.lockstep.sandbox.process.ProcessRequest;
import dev.lockstep.sandbox.process.RunningProcess;
import dev.lockstep.sandbox.process.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An application that starts a process and is killed then. Argument: home. Prints the process's handle. */
final class SandboxApplication {

    private SandboxApplication() {}

    public static void main(String[] arguments) throws InterruptedException {
        Sandbox sandbox = LocalHome.open(Path.of(arguments[0])).open("killed");
        sandbox.write(Map.of("tick.mjs", """
                console.log('environment ' + JSON.stringify(process.env));
                console.log('pid ' + process.pid);
                let n = 0;
                setInterval(() => console.log('tick ' + ++n + ' ' + process.env.KEY), 50);
                """));
        RunningProcess process =
                sandbox.start(ProcessRequest.of("tick", "node", "tick.mjs").with("KEY", Secret.of("s3cr3t-value")));
        System.out.println(process.handle());
        Thread.currentThread().join();
    }

    static Process start(Path home, Map<String, String> environment) throws IOException {
        var command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SandboxApplication.class.getName(),
                home.toString()));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The handle that it prints, among what it logs. */
    static String said(Process started) throws IOException {
        BufferedReader lines = started.inputReader(StandardCharsets.UTF_8);
        String line = lines.readLine();
        while (line != null && !line.startsWith("local:")) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }
}
