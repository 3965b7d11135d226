package dev.lockstep.convex.outside;

import java.net.UnknownHostException;

/** An address of this machine, of its network or of no network, which nobody outside has any business to call from here. */
public final class ForbiddenAddress extends UnknownHostException {

    /** What to do about it. */
    public static final String NEXT_STEP = "Give an address of the public internet. Whoever runs Lockstep can allow"
            + " others with LOCKSTEP_ALLOW_PRIVATE_ADDRESSES=true.";

    private final String host;

    ForbiddenAddress(String host) {
        super(host);
        this.host = host;
    }

    /** For people: the name as it was given, never what it stands for inside. */
    public String sentence() {
        return host + " is inside this server's own network, where it calls nothing for its users.";
    }
}
