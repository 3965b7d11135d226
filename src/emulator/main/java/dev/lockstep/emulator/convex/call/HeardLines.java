package dev.lockstep.emulator.convex.call;

import dev.lockstep.emulator.convex.script.LogLine;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines that somebody hears as they are added. */
final class HeardLines extends AbstractList<LogLine> {

    private final List<LogLine> lines = new ArrayList<>();
    private final Consumer<LogLine> ear;

    HeardLines(Consumer<LogLine> ear) {
        this.ear = ear;
    }

    @Override
    public void add(int index, LogLine line) {
        lines.add(index, line);
        ear.accept(line);
    }

    @Override
    public LogLine get(int index) {
        return lines.get(index);
    }

    @Override
    public int size() {
        return lines.size();
    }
}
