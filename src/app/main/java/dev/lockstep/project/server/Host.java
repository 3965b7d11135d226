package dev.lockstep.project.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** This node, as the place where processes are: the same after a restart, another one with another disk. */
@Component
class Host {

    private static final int LONGEST = 255;

    private final String name;

    Host(@Value("${lockstep.home}") Path home) {
        String whole = machine() + ":" + home.toAbsolutePath().normalize();
        name = whole.length() <= LONGEST ? whole : whole.substring(whole.length() - LONGEST);
    }

    String name() {
        return name;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
