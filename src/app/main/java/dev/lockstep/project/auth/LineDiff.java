package dev.lockstep.project.auth;

import java.util.ArrayList;
import java.util.List;

/** What changes between two texts, by whole lines: the longest common part stays. For texts of some hundred lines. */
public final class LineDiff {

    /** Above this many pairs of lines everything old goes and everything new comes. */
    private static final int MOST = 1_000_000;

    private LineDiff() {}

    /** What becomes of a line. */
    public enum Change {
        STAYS,
        GOES,
        COMES
    }

    public record Line(Change change, String text) {}

    public static List<Line> between(String before, String after) {
        List<String> old = before.lines().toList();
        List<String> fresh = after.lines().toList();
        var lines = new ArrayList<Line>();
        int[][] common = common(old, fresh);
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                lines.add(new Line(Change.STAYS, old.get(i)));
                i++;
                j++;
            } else if (j == fresh.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add(new Line(Change.GOES, old.get(i)));
                i++;
            } else {
                lines.add(new Line(Change.COMES, fresh.get(j)));
                j++;
            }
        }
        return lines;
    }

    /** How many lines the rests from here have in common. */
    private static int[][] common(List<String> old, List<String> fresh) {
        var common = new int[old.size() + 1][fresh.size() + 1];
        if ((long) old.size() * fresh.size() > MOST) {
            return common;
        }
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
