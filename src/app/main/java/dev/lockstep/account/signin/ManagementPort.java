package dev.lockstep.account.signin;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.core.env.Environment;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Requests that came in by the port for monitoring. Whoever runs Lockstep opens that port, beside the site's and out of the
 * public's reach; without one there are none.
 */
@Component
class ManagementPort implements RequestMatcher {

    private final Environment environment;

    ManagementPort(Environment environment) {
        this.environment = environment;
    }

    /** The port of the socket itself: no header says otherwise. */
    @Override
    public boolean matches(HttpServletRequest request) {
        return ManagementPortType.get(environment) == ManagementPortType.DIFFERENT
                && request.getLocalPort() == environment.getRequiredProperty("local.management.port", Integer.class);
    }
}
