package dev.lockstep.shell.gate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Under which address people reach this site, where whoever runs it has said so: scheme, name and port of everything that
 * leads back here. No header of a request changes it.
 *
 * @param url absolute, without a path; absent where nobody has said, and then this machine's own names are all there are
 */
public record SiteAddress(Optional<URI> url) {

    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    /**
     * @param text {@code https://lockstep.example.com}, also with a port; blank for none
     * @throws IllegalArgumentException when it is anything else
     */
    public static SiteAddress of(String text) {
        if (text.isBlank()) {
            return new SiteAddress(Optional.empty());
        }
        try {
            URI uri = new URI(text.strip().replaceAll("/+$", ""));
            boolean plain = uri.getHost() != null
                    && List.of("http", "https").contains(String.valueOf(uri.getScheme()))
                    && uri.getRawPath().isEmpty()
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            if (plain) {
                return new SiteAddress(Optional.of(uri));
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("No address", e);
        }
        throw new IllegalArgumentException("No address of a site");
    }

    /** Whether people reach it by TLS, whoever ends that. */
    public boolean isSecure() {
        return url.filter(it -> it.getScheme().equals("https")).isPresent();
    }

    /** The port that browsers use. */
    int port(URI of) {
        return of.getPort() > 0 ? of.getPort() : isSecure() ? 443 : 80;
    }

    /**
     * Whether a request that names this host is meant for this site. The machine's own names always are: no stranger's name
     * can be one of them.
     */
    boolean isNamed(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.matcher(name).matches()
                || url.map(URI::getHost)
                        .map(ours -> ours.toLowerCase(Locale.ROOT))
                        .filter(name::equals)
                        .isPresent();
    }
}
