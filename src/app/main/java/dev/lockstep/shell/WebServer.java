package dev.lockstep.shell;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Lets the security headers reach the pages. Requests are forwarded to Vaadin's servlet, and after a forward Tomcat
 * would finish the response behind the back of the filters that add headers when it is committed.
 */
@Configuration(proxyBeanMethods = false)
class WebServer {

    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> filtersSeeTheEndOfForwards() {
        return factory ->
                factory.addContextCustomizers(context -> context.setSuspendWrappedResponseAfterForward(false));
    }
}
