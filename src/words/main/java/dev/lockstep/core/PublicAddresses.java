package dev.lockstep.core;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses of the public internet, by the registries of special-purpose addresses (RFC 6890 and what came after). Of
 * IPv6 only what is given out to the public counts, so that a range nobody has thought of is refused. Addresses that carry
 * an IPv4 address in them are judged by that.
 */
public final class PublicAddresses {

    private static final List<String> SPECIAL_V4 = List.of(
            "0.0.0.0/8", // this host
            "10.0.0.0/8", // private
            "100.64.0.0/10", // behind a provider's translation, and a cloud's metadata
            "127.0.0.0/8", // this machine
            "169.254.0.0/16", // this link, and clouds' metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocols, and a cloud's metadata
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays
            "192.168.0.0/16", // private
            "198.18.0.0/15", // measurements
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // to many
            "240.0.0.0/4"); // reserved, and to all

    private static final String PUBLIC_V6 = "2000::/3";

    private static final List<String> SPECIAL_V6 = List.of(
            "2001::/23", // protocols, tunnels
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    private static final String SIX_TO_FOUR_PREFIX = "2002::/16";

    private static final List<Range> NOT_PUBLIC_V4 = ranges(SPECIAL_V4);
    private static final List<Range> NOT_PUBLIC_V6 = ranges(SPECIAL_V6);
    private static final Range GIVEN_OUT_V6 = Range.of(PUBLIC_V6);

    /** With an IPv4 address in the four bytes from the twelfth on. */
    private static final List<Range> CARRIERS = ranges(List.of("64:ff9b::/96", "::/96"));

    private static final Range SIX_TO_FOUR = Range.of(SIX_TO_FOUR_PREFIX);

    private PublicAddresses() {}

    /** Whether anybody on the internet would reach the same host there. */
    public static boolean has(InetAddress address) {
        byte[] bytes = address.getAddress();
        return switch (address) {
            case Inet4Address four -> NOT_PUBLIC_V4.stream().noneMatch(range -> range.has(bytes));
            case Inet6Address six -> hasV6(bytes);
            default -> false;
        };
    }

    /** The special ranges of IPv4 in CIDR notation, for a program that has to judge by itself: all others are public. */
    public static List<String> specialV4() {
        return SPECIAL_V4;
    }

    /** Of IPv6 what is public, in CIDR notation, apart from {@link #specialV6}. */
    public static String publicV6() {
        return PUBLIC_V6;
    }

    /** What is not public of {@link #publicV6}; stricter than {@link #has}, as no address in an address is looked at. */
    public static List<String> specialV6() {
        return Stream.concat(SPECIAL_V6.stream(), Stream.of(SIX_TO_FOUR_PREFIX)).toList();
    }

    private static boolean hasV6(byte[] bytes) {
        if (CARRIERS.stream().anyMatch(range -> range.has(bytes))) {
            return has(carried(bytes, 12));
        }
        if (SIX_TO_FOUR.has(bytes)) {
            return has(carried(bytes, 2));
        }
        return GIVEN_OUT_V6.has(bytes) && NOT_PUBLIC_V6.stream().noneMatch(range -> range.has(bytes));
    }

    private static InetAddress carried(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Bug: four bytes are an address", e);
        }
    }

    private static List<Range> ranges(List<String> texts) {
        return texts.stream().map(Range::of).toList();
    }

    /** All addresses that begin with the same bits. */
    private record Range(byte[] start, int bits) {

        static Range of(String text) {
            String[] sides = text.split("/");
            return new Range(bytes(sides[0]), Integer.parseInt(sides[1]));
        }

        private static byte[] bytes(String literal) {
            try {
                return InetAddress.getByName(literal).getAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException("Bug: " + literal + " is an address", e);
            }
        }

        boolean has(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int left = bits % Byte.SIZE;
            boolean same = Arrays.equals(address, 0, whole, start, 0, whole);
            int shift = Byte.SIZE - left;
            return same && (left == 0 || (address[whole] & 0xff) >> shift == (start[whole] & 0xff) >> shift);
        }
    }
}
