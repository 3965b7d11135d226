package dev.lockstep.shell.startup;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.stereotype.Component;

/**
 * Says each long step of a start when it begins, so that whoever waits knows what for, and whoever waits in vain knows at
 * what. A step is told by the bean that does it.
 */
@Component
final class StartSteps implements BeanPostProcessor {

    private static final Logger LOG = LoggerFactory.getLogger(StartSteps.class);

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        switch (bean) {
            case ServletWebServerFactory server -> LOG.info("Preparing the web server");
            case FlywayMigrationInitializer migration -> LOG.info("Bringing the database up to date");
            case LocalContainerEntityManagerFactoryBean records -> LOG.info("Comparing the records with the database");
            default -> {
                // Of the hundreds of others none takes long.
            }
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        // Asked about the factory and about what it makes; the factory begins what follows.
        if (bean instanceof LocalContainerEntityManagerFactoryBean) {
            LOG.info("Preparing queries, services and pages");
        }
        return bean;
    }
}
