package dev.lockstep.emulator.clerk.pages;

import java.util.Optional;
import java.util.stream.Stream;

/** The providers that the emulator plays as well, since a real one would need an account and the internet. */
enum Provider {
    GOOGLE("google", "Google"),
    GITHUB("github", "GitHub");

    private final String path;
    private final String title;

    Provider(String path, String title) {
        this.path = path;
        this.title = title;
    }

    static Optional<Provider> of(String path) {
        return Stream.of(values())
                .filter(provider -> provider.path.equals(path))
                .findFirst();
    }

    String title() {
        return title;
    }

    /** As Clerk calls it: {@code oauth_google}. */
    String strategy() {
        return "oauth_" + path;
    }

    /** The address of its account chooser. */
    String page() {
        return "/sign-in/" + path;
    }
}
