package dev.lockstep.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses and keys of the emulators by the names that tools of Clerk and Convex, and people, know them by. */
public final class EmulatorVariables {

    private EmulatorVariables() {}

    public static Map<String, String> clerk(Emulator emulator) {
        String issuer = emulator.urls().clerk().toString();
        var variables = new LinkedHashMap<String, String>();
        variables.put("CLERK_API_URL", issuer);
        variables.put("CLERK_ISSUER", issuer);
        variables.put("CLERK_PUBLISHABLE_KEY", emulator.urls().publishableKey());
        variables.put("CLERK_SECRET_KEY", emulator.keys().clerk().reveal());
        variables.put(
                "CLERK_WEBHOOK_SIGNING_SECRET", emulator.keys().webhookSigning().reveal());
        return variables;
    }

    public static Map<String, String> convex(Emulator emulator) {
        EmulatorUrls urls = emulator.urls();
        var variables = new LinkedHashMap<String, String>();
        variables.put("CONVEX_URL", urls.convex().toString());
        variables.put("CONVEX_SITE_URL", urls.convexSite().toString());
        variables.put("CONVEX_ADMIN_KEY", emulator.keys().convexAdmin().reveal());
        variables.put("CONVEX_PLATFORM_URL", urls.platform().toString());
        variables.put("CONVEX_PLATFORM_TOKEN", emulator.keys().platform().reveal());
        return variables;
    }

    /** Whether the value of this variable is nobody's to see. */
    public static boolean isSecret(String name) {
        return name.endsWith("_SECRET")
                || name.endsWith("_SECRET_KEY")
                || name.endsWith("_ADMIN_KEY")
                || name.endsWith("_TOKEN");
    }
}
