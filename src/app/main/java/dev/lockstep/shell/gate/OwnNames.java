package dev.lockstep.shell.gate;

import dev.lockstep.core.LimitedLog;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Serves this site under its own names only: any other is refused, so that no stranger's name can be led to it (DNS
 * rebinding), and none gets into an address that leads back here. Where the site's address is known, every request is
 * taken to have been sent to that, whatever the proxy before made of it: redirects, cookies and HSTS follow from it.
 *
 * <p>A valve, since the session's cookie is made by Tomcat, behind the back of what filters say.
 */
final class OwnNames extends ValveBase {

    private static final int MISDIRECTED = 421;
    private static final String A_YEAR = "max-age=31536000 ; includeSubDomains";
    private static final int MOST_LINES_A_MINUTE = 10;

    private final SiteAddress site;
    private final LimitedLog log;

    OwnNames(SiteAddress site, Clock clock) {
        super(true);
        this.site = site;
        this.log = new LimitedLog(LoggerFactory.getLogger(OwnNames.class), clock, MOST_LINES_A_MINUTE);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (site.isSecure()) {
            // Here, since a request that is refused below reaches no other.
            response.setHeader("Strict-Transport-Security", A_YEAR);
        }
        String host = String.valueOf(request.getServerName());
        if (response.getStatus() < 400 && !site.isNamed(host)) {
            log.warn("A request is not for this site host={} from={}", printable(host), request.getRemoteAddr());
            Refusal.of(MISDIRECTED).write(response.getResponse(), String.valueOf(request.getRequestURI()));
            return;
        }
        site.url().ifPresent(url -> move(request, url));
        getNext().invoke(request, response);
    }

    private void move(Request request, URI url) {
        request.getCoyoteRequest().scheme().setString(url.getScheme());
        request.getCoyoteRequest().serverName().setString(url.getHost());
        request.setServerPort(site.port(url));
        request.setSecure(site.isSecure());
    }

    /** It comes from anybody. */
    private static String printable(String host) {
        return host.substring(0, Math.min(host.length(), 100)).replaceAll("[^\\x21-\\x7e]", "?");
    }

    @Configuration(proxyBeanMethods = false)
    static class Valves {

        @Bean
        WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> ownNames(
                @Value("${lockstep.site.public-url:}") String publicUrl,
                @Value("${lockstep.site.proxies:}") String proxies,
                Clock clock) {
            return factory -> {
                var named = Proxies.of(proxies);
                if (!named.networks().isEmpty()) {
                    factory.addEngineValves(named.valve());
                }
                factory.addEngineValves(new OwnNames(SiteAddress.of(publicUrl), clock));
            };
        }
    }
}
