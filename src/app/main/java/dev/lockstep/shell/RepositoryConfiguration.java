package dev.lockstep.shell;

import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector.DefaultQueryEnhancerSelector;

/**
 * Queries are parsed once at the start, by Hibernate, which stops it for a wrong one. Spring Data would parse each before
 * with a grammar of its own, a sixth of all that the main thread does until the first page; it needs that only to sort or
 * count what a query finds, and queries here say their order and their count themselves.
 */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories(
        basePackages = "dev.lockstep",
        queryEnhancerSelector = RepositoryConfiguration.ParsedByHibernateOnly.class)
class RepositoryConfiguration {

    /** Instantiated by Spring Data, once a repository. */
    static final class ParsedByHibernateOnly extends DefaultQueryEnhancerSelector {

        ParsedByHibernateOnly() {
            super(QueryEnhancerFactories.fallback(), QueryEnhancerFactories.fallback());
        }
    }
}
