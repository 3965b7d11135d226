package dev.lockstep.emulator.convex.deployment;

import dev.lockstep.emulator.convex.call.BuiltIn;
import dev.lockstep.emulator.convex.call.FunctionCall;
import dev.lockstep.emulator.convex.call.Outcome;
import dev.lockstep.emulator.convex.file.DeploymentFile;
import dev.lockstep.emulator.convex.wire.WireJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which deployment this is on its platform, if it is on one, and whether it takes calls. A paused one refuses every
 * call of the app's functions; pushes, variables and data go on. Kept on disk. Thread-safe.
 */
public final class Standing {

    private static final String KIND = "standing";
    private static final String PAUSED = "paused";

    private final DeploymentFile file;
    private final List<Runnable> onChange = new CopyOnWriteArrayList<>();
    private final List<Runnable> onResume = new CopyOnWriteArrayList<>();
    private volatile boolean paused;
    private volatile Supplier<Optional<ObjectNode>> identity = Optional::empty;

    Standing(DeploymentFile file) {
        this.file = file;
        this.paused = file.setting(KIND, PAUSED).isPresent();
    }

    public boolean isPaused() {
        return paused;
    }

    /** From now on every call of a function fails, running subscriptions included; jobs wait, crons are left out. */
    public synchronized void pause() {
        file.replace(Map.of(KIND, Map.of(PAUSED, "true")));
        paused = true;
        onChange.forEach(Runnable::run);
    }

    public synchronized void resume() {
        file.replace(Map.of(KIND, Map.of()));
        paused = false;
        onChange.forEach(Runnable::run);
        onResume.forEach(Runnable::run);
    }

    /** @param changed called after it is paused and after it is resumed */
    void onChange(Runnable changed) {
        onChange.add(changed);
    }

    /** @param resumed called after it is resumed, when those who hear of changes have */
    void onResume(Runnable resumed) {
        onResume.add(resumed);
    }

    /** @param source asked each time; empty for a deployment on its own */
    public void describeAs(Supplier<Optional<ObjectNode>> source) {
        identity = source;
    }

    /** What {@code deployment_info} answers. */
    public ObjectNode description() {
        return identity.get().orElseGet(() -> WireJson.object().put("kind", "selfHosted"));
    }

    /** How a call ends that is not to be made; empty when it may be made. */
    Optional<Outcome> refusal(FunctionCall call) {
        return paused && !call.path().module().startsWith(BuiltIn.PREFIX) ? Optional.of(refusal()) : Optional.empty();
    }

    Outcome.Failure refusal() {
        return new Outcome.Failure(
                "Cannot run functions while this deployment is paused. Resume the deployment to run them again.",
                Optional.empty(),
                List.of());
    }
}
