package dev.lockstep.emulator.port;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Takes requests only under this machine's own names. A page of the internet whose name was pointed at 127.0.0.1 would
 * otherwise speak to the emulator as if it lived here.
 */
public final class LoopbackHosts implements Filter {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final int MISDIRECTED = 421;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (NAMES.contains(request.getServerName())) {
            chain.doFilter(request, response);
        } else {
            ((HttpServletResponse) response).setStatus(MISDIRECTED);
        }
    }
}
