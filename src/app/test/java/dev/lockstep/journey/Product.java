package dev.lockstep.journey;

import dev.lockstep.Lockstep;
import dev.lockstep.core.EnvFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Lockstep as a newcomer starts it, emulators and all, on free ports and with a home folder of its own below
 * {@code target}. Journeys know of the inside only what {@code emulator.env} tells everybody, but for what has to be
 * known to see that it stays hidden.
 */
final class Product {

    private final ConfigurableApplicationContext context;
    private final Path home;
    private final Map<String, String> announced;

    private Product(ConfigurableApplicationContext context, Path home, Map<String, String> announced) {
        this.context = context;
        this.home = home;
        this.announced = announced;
    }

    static Product start() {
        try {
            Path below = Files.createDirectories(Path.of("target", "journeys"));
            Path home = Files.createTempDirectory(below, "home").toAbsolutePath();
            var application = new SpringApplication(Lockstep.class);
            application.addInitializers(
                    context -> context.getBeanFactory().registerSingleton("productOnly", new ProductOnly()));
            ConfigurableApplicationContext context = application.run(
                    "--server.port=0",
                    "--lockstep.home=" + home,
                    "--lockstep.sandbox.allow=registry.npmjs.org:443",
                    "--LOCKSTEP_EMULATOR_CLERK_PORT=0",
                    "--LOCKSTEP_EMULATOR_CONVEX_PORT=0",
                    "--LOCKSTEP_EMULATOR_CONVEX_SITE_PORT=0",
                    "--LOCKSTEP_EMULATOR_PLATFORM_PORT=0");
            return new Product(
                    context,
                    home,
                    EnvFile.read(Files.readString(home.resolve("emulator.env"))).values());
        } catch (IOException e) {
            throw new UncheckedIOException("The product could not be started for the journeys", e);
        }
    }

    /** Leaves out what tests configure for themselves in the product's own packages. */
    private static final class ProductOnly extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) throws IOException {
            return type.getResource().getURL().getPath().contains("/test-classes/");
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ProductOnly;
        }

        @Override
        public int hashCode() {
            return ProductOnly.class.hashCode();
        }
    }

    /** The address of a page; {@code ""} is the welcome page's. */
    String page(String path) {
        return announced.get("WEB_URL") + "/" + path;
    }

    /** A part of the inside. */
    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Path home() {
        return home;
    }

    /** What {@code emulator.env} says. */
    String announced(String name) {
        return announced.get(name);
    }

    /** Convex's platform, as the person whose teams they are. */
    Service platform() {
        return new Service(announced.get("CONVEX_PLATFORM_URL"), "Bearer " + announced.get("CONVEX_PLATFORM_TOKEN"));
    }

    ClerkService clerk() {
        return new ClerkService(announced.get("CLERK_API_URL"), announced.get("CLERK_SECRET_KEY"));
    }

    ConvexService convex() {
        return new ConvexService(
                announced.get("CONVEX_URL"), announced.get("CONVEX_ADMIN_KEY"), announced.get("CLERK_ISSUER"));
    }

    /** A phone with the official client, signed in with this token. */
    Phone phone(String token) {
        return Phone.pictures(announced.get("CONVEX_URL"), token);
    }

    /** The same with tasks on it. */
    Phone taskPhone(String token) {
        return Phone.tasks(announced.get("CONVEX_URL"), token);
    }
}
