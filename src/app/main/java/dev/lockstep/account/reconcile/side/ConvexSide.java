package dev.lockstep.account.reconcile.side;

import dev.lockstep.convex.value.ConvexValue;
import dev.lockstep.platform.OwnDeployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Convex's people, as one step of a run asks for them. A page holds 500 at most. */
public record ConvexSide(OwnDeployment deployment, Calling calling) {

    public Map<String, ConvexValue.Obj> byIds(List<String> ids) {
        return ids.isEmpty() ? Map.of() : rows("reconciliation:byIds", ConvexValue.object("ids", ConvexValue.of(ids)));
    }

    /** In the order of their ids; empty at the end. */
    public Map<String, ConvexValue.Obj> after(String id, int limit) {
        return rows(
                "reconciliation:page",
                ConvexValue.object("after", ConvexValue.text(id)).with("limit", ConvexValue.number(limit)));
    }

    private Map<String, ConvexValue.Obj> rows(String function, ConvexValue.Obj args) {
        ConvexValue answer = calling.ask(() -> deployment.query(function, args));
        if (!(answer instanceof ConvexValue.Array(var items))) {
            throw new IllegalStateException("Bug: " + function + " gives a list");
        }
        var rows = new LinkedHashMap<String, ConvexValue.Obj>();
        for (ConvexValue item : items) {
            ConvexValue.Obj row = (ConvexValue.Obj) item;
            rows.put(row.text("id").orElseThrow(), row);
        }
        return rows;
    }
}
