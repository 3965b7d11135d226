package dev.lockstep.shell.gate;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Every refusal that no page and no API says in words of its own. */
@Controller
class NothingHere implements ErrorController {

    @RequestMapping("${server.error.path:/error}")
    void refused(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // Without them somebody asked for this very address.
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        Refusal.of(status).write(response, path == null ? request.getRequestURI() : path.toString());
    }

    /**
     * Whatever else is not there is a page's address, which is told by a page. These are for programs. After what is there:
     * that says itself which methods and types it has.
     */
    @Configuration(proxyBeanMethods = false)
    static class ForPrograms {

        @Bean
        SimpleUrlHandlerMapping nothingForPrograms() {
            HttpRequestHandler nothing =
                    (request, response) -> Refusal.of(404).write(response, request.getRequestURI());
            return new SimpleUrlHandlerMapping(
                    Map.of(
                            "/api/**", nothing,
                            "/webhooks/**", nothing,
                            "/oauth2/**", nothing,
                            "/login/oauth2/**", nothing),
                    1);
        }
    }
}
