package dev.lockstep.emulator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The files that pages refer to. */
public enum Asset {
    STYLE("pages.css", "text/css;charset=UTF-8"),
    PLATFORM_STYLE("platform.css", "text/css;charset=UTF-8"),
    MARK("mark.svg", "image/svg+xml");

    private final String file;
    private final String type;

    Asset(String file, String type) {
        this.file = file;
        this.type = type;
    }

    /** Where pages find it. */
    public String path() {
        return "/assets/" + file;
    }

    public String type() {
        return type;
    }

    public byte[] content() {
        try (InputStream in = Asset.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("Bug: the file " + file + " was not packaged");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
