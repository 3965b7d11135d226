package dev.lockstep.confine;

import dev.lockstep.core.PublicAddresses;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where confined processes may connect to: the public internet, and what is named here.
 *
 * @param allowed {@code host:port}, an IPv6 address in brackets; a host is compared by its name and by its addresses
 */
public record NetworkPolicy(List<String> allowed) {

    /** The variable that names places of this machine and its network, parted by commas. */
    public static final String SETTING = "LOCKSTEP_SANDBOX_ALLOW";

    private static final Map<String, Integer> PORTS = Map.of("https", 443, "http", 80, "wss", 443, "ws", 80);

    private static final Pattern PLACE = Pattern.compile("(?:[^\\s:\\[\\]/@]+|\\[[0-9a-fA-F:.]+]):(?<port>[0-9]{1,5})");
    private static final int LAST_PORT = 65_535;

    public NetworkPolicy {
        allowed = List.copyOf(allowed);
    }

    /** @throws IllegalArgumentException with a sentence that names each place which is not {@code host:port} */
    public static NetworkPolicy of(Collection<String> places) {
        List<String> all = places.stream()
                .map(String::strip)
                .filter(place -> !place.isEmpty())
                .toList();
        List<String> wrong = all.stream()
                .filter(place -> !isPlace(place))
                .map(place -> "\"" + place + "\"")
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(SETTING + " must be a list of host:port, parted by commas, like"
                    + " registry.example.com:443, [fd00::5]:8080; " + String.join(", ", wrong)
                    + (wrong.size() == 1 ? " is none." : " are none."));
        }
        return new NetworkPolicy(all);
    }

    private static boolean isPlace(String place) {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group("port"));
        return port > 0 && port <= LAST_PORT;
    }

    /** With the hosts and ports of these addresses as well; one without a host adds nothing. */
    public NetworkPolicy with(Collection<URI> addresses) {
        List<String> more = new ArrayList<>(allowed);
        addresses.forEach(address -> place(address).ifPresent(more::add));
        return new NetworkPolicy(more);
    }

    private static Optional<String> place(URI address) {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        int port = address.getPort() > 0 ? address.getPort() : PORTS.getOrDefault(scheme, 0);
        return address.getHost() == null || port == 0 ? Optional.empty() : Optional.of(address.getHost() + ":" + port);
    }

    /** For {@code relay.mjs}. */
    public ObjectNode json() {
        ObjectNode json = JsonMapper.shared().createObjectNode().put("publicV6", PublicAddresses.publicV6());
        allowed.forEach(json.putArray("allowed")::add);
        PublicAddresses.specialV4().forEach(json.putArray("specialV4")::add);
        PublicAddresses.specialV6().forEach(json.putArray("specialV6")::add);
        return json;
    }
}
