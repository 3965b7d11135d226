package dev.lockstep.sync;

import dev.lockstep.core.Problem;
import dev.lockstep.core.ProblemCode;
import dev.lockstep.sync.table.TableField;
import java.util.List;
import java.util.Map;

/** A record with fields that its table does not take; nothing was written. */
public final class InvalidRecord extends Problem {

    private final transient Map<TableField, TableField.Fault> faults;

    InvalidRecord(Map<TableField, TableField.Fault> faults) {
        super(
                new ProblemCode("InvalidRecord"),
                Kind.PERMANENT,
                "Some fields need another look.",
                "Correct the marked fields and save again.",
                faults.entrySet().stream()
                        .map(fault -> new Field(
                                fault.getKey().name(), fault.getValue().name(), ""))
                        .toList(),
                null,
                null);
        this.faults = Map.copyOf(faults);
    }

    /** What is wrong with which field. */
    public Map<TableField, TableField.Fault> faults() {
        return faults;
    }

    static Problem noSuchRecord() {
        return new NoSuchRecord();
    }

    static Problem tooManyWithoutAnAccount() {
        return new TooManyWithoutAnAccount();
    }

    private static final class TooManyWithoutAnAccount extends Problem {
        TooManyWithoutAnAccount() {
            super(
                    new ProblemCode("TooManyWithoutAnAccount"),
                    Kind.PERMANENT,
                    "This is as much as can be kept without an account.",
                    "Sign in to go on, and bring in what is here.",
                    List.of(),
                    null,
                    null);
        }
    }

    private static final class NoSuchRecord extends Problem {
        NoSuchRecord() {
            super(
                    new ProblemCode("NoSuchRecord"),
                    Kind.PERMANENT,
                    "There is no such record any more.",
                    "Go back to the list.",
                    List.of(),
                    null,
                    null);
        }
    }
}
