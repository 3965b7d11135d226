package dev.lockstep.shell.gate;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is answered to a request so broken that it reaches no filter: the same sentences as elsewhere. */
final class PlainErrors extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            Refusal.of(status).write(response.getResponse(), String.valueOf(request.getRequestURI()));
        } catch (IOException | IllegalStateException e) {
            // Whoever asked has gone, or an answer is under way.
            container.getLogger().debug("A refusal could not be written", e);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Valves {

        /** Inside of the one that Boot adds, so that it speaks first. */
        @Bean
        WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> plainErrors() {
            return factory -> factory.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new PlainErrors()));
        }
    }
}
