package dev.lockstep.emulator.page;

/**
 * Text that is safe to write into a page. Everything that came from outside goes through {@link #text}; there is no
 * other way to make one from a variable.
 */
public record Html(String markup) {

    public static final Html NOTHING = new Html("");

    /** Escaped for content and for attributes in double quotes. */
    public static Html text(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return new Html(escaped.toString());
    }

    /** Our own markup with holes {@code %s}, filled with escaped texts or with other markup. */
    public static Html of(String template, Object... parts) {
        Object[] safe = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            safe[i] = parts[i] instanceof Html html
                    ? html.markup()
                    : text(String.valueOf(parts[i])).markup();
        }
        return new Html(template.formatted(safe));
    }

    public static Html join(Iterable<Html> parts) {
        var markup = new StringBuilder();
        parts.forEach(part -> markup.append(part.markup()));
        return new Html(markup.toString());
    }
}
