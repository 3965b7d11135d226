package dev.lockstep.convex.outside;

import dev.lockstep.core.PublicAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Which of the addresses that people give may be called from this server. */
public enum Outside {
    /** All, also those of this machine and its network: for a run of one's own. */
    EVERYWHERE,

    /** Those of the public internet. */
    PUBLIC;

    private static final Pattern FOUR_NUMBERS = Pattern.compile("(?:0|[1-9][0-9]*)(?:\\.(?:0|[1-9][0-9]*)){3}");

    /**
     * Holds a client to it. Names are looked up by the client itself and each of their addresses is looked at right before
     * it is connected to, so that a name which means something else by then is refused as well. A call that is refused
     * throws {@link ForbiddenAddress} before anything is sent. Behind a proxy names are the proxy's to judge.
     */
    public OkHttpClient.Builder guard(OkHttpClient.Builder client) {
        return this == EVERYWHERE
                ? client
                : client.dns(Outside::lookup)
                        .addInterceptor(Outside::literal)
                        // A redirect would lead around what was looked at.
                        .followRedirects(false)
                        .followSslRedirects(false);
    }

    private static List<InetAddress> lookup(String name) throws UnknownHostException {
        List<InetAddress> found = Dns.SYSTEM.lookup(name);
        // One that is private is one too many: a client would try it when the others do not answer.
        for (InetAddress address : found) {
            if (!PublicAddresses.has(address)) {
                throw new ForbiddenAddress(name);
            }
        }
        return found;
    }

    /**
     * What a client takes for an address already is not looked up. One that is written otherwise than in four numbers, or
     * with zeros in front of them, is refused: programs differ in what they read it as.
     */
    private static Response literal(Interceptor.Chain chain) throws IOException {
        String host = chain.request().url().host();
        if (host.matches("[0-9.]+") && !FOUR_NUMBERS.matcher(host).matches()) {
            throw new ForbiddenAddress(host);
        }
        if (host.contains(":") || FOUR_NUMBERS.matcher(host).matches()) {
            lookup(host);
        }
        return chain.proceed(chain.request());
    }
}
