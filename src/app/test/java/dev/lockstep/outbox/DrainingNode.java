package dev.lockstep.outbox;

import dev.lockstep.outbox.change.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A node that drains one outbox into an {@link OnceServer}, in a process of its own when it is to be killed. */
final class DrainingNode {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private DrainingNode() {}

    /**
     * Goes on until it is killed.
     *
     * @param arguments the database, the server, and the name under which the node calls it
     */
    public static void main(String[] arguments) throws InterruptedException {
        start(arguments[0], URI.create(arguments[1]), arguments[2]);
        Thread.currentThread().join();
    }

    static ConfigurableApplicationContext start(String database, URI server, String name) {
        return new SpringApplicationBuilder(OutboxContext.class)
                .web(WebApplicationType.NONE)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
                    @Override
                    public Object postProcessBeforeInitialization(Object bean, String beanName) {
                        // Before the background begins to send.
                        if (beanName.equals("alpha") && bean instanceof FakeDestination alpha) {
                            alpha.answers(change -> post(server, name, change));
                        }
                        return bean;
                    }
                }))
                .run(
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--spring.main.banner-mode=off");
    }

    private static String post(URI server, String name, Change change) {
        String body =
                String.join("\n", change.id().toString(), change.owner() + " " + change.record(), change.payload());
        var request = HttpRequest.newBuilder(server.resolve("/" + name))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
