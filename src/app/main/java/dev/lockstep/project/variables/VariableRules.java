package dev.lockstep.project.variables;

import dev.lockstep.convex.deployment.VariableValue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Convex takes as an environment variable, so that it is said here, at the field, before anything is sent. */
public final class VariableRules {

    /** The most variables of a deployment. */
    public static final int MOST = 512;

    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 256;

    /** The longest value, in bytes of UTF-8. */
    public static final int LARGEST_VALUE = 8 * 1024;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_]+[a-zA-Z0-9_]*");

    /** As {@code sk_test_…}, {@code whsec_…}, {@code ghp_…}, {@code AKIA…}: what services put in front of their keys. */
    private static final Pattern KEY = Pattern.compile(
            "(?:(?:sk|pk|rk|ak)_(?:test|live)_|sk_(?:proj|ant)_|whsec_|gh[pousr]_|github_pat_|glpat|npm_[A-Za-z0-9]{20}|AKIA[A-Z0-9]{12}"
                    + "|AIza|eyJ[A-Za-z0-9_]{10}|re_[A-Za-z0-9]{12}|sk_[A-Za-z0-9]{20}|e2b_[a-f0-9]{20}).*");

    private VariableRules() {}

    /** Why it will not do; empty when it will. */
    public enum Broken {
        NAME_EMPTY,
        NAME_SHAPE,
        NAME_LONG,
        /** Convex keeps names that begin like this to itself. */
        NAME_RESERVED,
        /** It begins as keys of well-known services do: names are shown, and such a one would tell a secret. */
        NAME_SECRET,
        VALUE_LARGE
    }

    public static Optional<Broken> name(String name) {
        if (name.isEmpty()) {
            return Optional.of(Broken.NAME_EMPTY);
        }
        if (KEY.matcher(name.replace('-', '_')).matches()) {
            return Optional.of(Broken.NAME_SECRET);
        }
        if (name.length() > LONGEST_NAME) {
            return Optional.of(Broken.NAME_LONG);
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.of(Broken.NAME_SHAPE);
        }
        return name.equals("CONVEX_CLOUD_URL") || name.equals("CONVEX_SITE_URL")
                ? Optional.of(Broken.NAME_RESERVED)
                : Optional.empty();
    }

    public static Optional<Broken> value(VariableValue value) {
        return value.text().getBytes(StandardCharsets.UTF_8).length > LARGEST_VALUE
                ? Optional.of(Broken.VALUE_LARGE)
                : Optional.empty();
    }
}
