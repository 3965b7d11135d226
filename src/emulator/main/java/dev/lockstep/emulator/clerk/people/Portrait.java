package dev.lockstep.emulator.clerk.people;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The drawn picture of somebody who uploaded none: initials on a calm ground. The same person always gets the same one,
 * and its address holds all that is needed to draw it.
 *
 * @param initials one or two letters
 * @param hue of the ground, 0 to 359
 */
public record Portrait(String initials, int hue) {

    private static final int LONGEST = 8;

    public Portrait {
        if (initials.isBlank() || initials.length() > LONGEST || hue < 0 || hue > 359) {
            throw new IllegalArgumentException("A portrait needs one or two letters and a hue from 0 to 359");
        }
    }

    public static Portrait of(Person person) {
        String initials = Stream.of(
                        Optional.ofNullable(person.profile().firstName()),
                        Optional.ofNullable(person.profile().lastName()))
                .flatMap(Optional::stream)
                .map(Portrait::first)
                .collect(Collectors.joining());
        if (initials.isBlank()) {
            initials = first(person.displayName());
        }
        return new Portrait(initials, Math.floorMod(person.id().hashCode(), 360));
    }

    /** Where the person's picture is: the uploaded one, else the drawn one. */
    public static URI address(URI issuer, Person person) {
        String image = person.profile().imageId();
        return URI.create(issuer + "/images/" + (image == null ? of(person).fileName() : image));
    }

    private static String first(String name) {
        String stripped = name.strip();
        return stripped.isEmpty()
                ? ""
                : stripped.substring(0, stripped.offsetByCodePoints(0, 1)).toUpperCase(Locale.ROOT);
    }

    /** For example {@code QUw-210.svg}. */
    public String fileName() {
        var letters = Base64.getUrlEncoder().withoutPadding().encodeToString(initials.getBytes(StandardCharsets.UTF_8));
        return letters + "-" + hue + ".svg";
    }

    /** Reads back what {@link #address} wrote; empty for anything else. */
    public static Optional<Portrait> parse(String fileName) {
        int dash = fileName.lastIndexOf('-');
        if (dash < 1 || !fileName.endsWith(".svg")) {
            return Optional.empty();
        }
        try {
            var letters =
                    new String(Base64.getUrlDecoder().decode(fileName.substring(0, dash)), StandardCharsets.UTF_8);
            int hue = Integer.parseInt(fileName.substring(dash + 1, fileName.length() - ".svg".length()));
            return Optional.of(new Portrait(letters, hue));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
