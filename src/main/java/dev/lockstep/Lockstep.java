package dev.lockstep;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Lockstep. Alone in the root so that no module can import it by accident. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Lockstep {

    public static void main(String[] args) {
        SpringApplication.run(Lockstep.class, args);
    }
}
