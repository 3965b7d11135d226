package dev.lockstep.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.Lockstep;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.BeanUtils;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Sort;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.jpa.repository.query.DeclaredQuery;
import org.springframework.data.jpa.repository.query.QueryEnhancerFactories;
import org.springframework.data.jpa.repository.query.QueryEnhancerSelector;
import org.springframework.data.repository.Repository;

class RepositoryConfigurationTest {

    private static final String QUERY = "select a from AccountEntity a where a.id in :ids order by a.id";

    @Test
    void springDataParsesNoQueryThatHibernateParses() {
        var selector = BeanUtils.instantiateClass(
                AnnotatedElementUtils.findMergedAnnotation(RepositoryConfiguration.class, EnableJpaRepositories.class)
                        .queryEnhancerSelector());

        assertThat(selector.select(DeclaredQuery.jpqlQuery(QUERY)))
                .isSameAs(QueryEnhancerFactories.fallback())
                .isNotSameAs(QueryEnhancerSelector.DEFAULT_SELECTOR.select(DeclaredQuery.jpqlQuery(QUERY)));
    }

    /** What the plain reading of a query does not do well: sort it by what the caller says, or count what it finds. */
    @Test
    void noWrittenQueryIsSortedOrCountedBySpringData() throws ClassNotFoundException {
        List<Method> written = writtenQueries();

        assertThat(written).hasSizeGreaterThan(15);
        assertThat(written)
                .noneMatch(query -> Arrays.asList(query.getParameterTypes()).contains(Sort.class))
                .noneMatch(query -> Page.class.isAssignableFrom(query.getReturnType()));
    }

    private static List<Method> writtenQueries() throws ClassNotFoundException {
        var scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(
                    org.springframework.beans.factory.annotation.AnnotatedBeanDefinition candidate) {
                return candidate.getMetadata().isInterface();
            }
        };
        scanner.addIncludeFilter(new AssignableTypeFilter(Repository.class));
        var found = new ArrayList<Method>();
        for (var repository : scanner.findCandidateComponents(Lockstep.class.getPackageName())) {
            Method[] methods = Class.forName(repository.getBeanClassName()).getDeclaredMethods();
            Arrays.stream(methods)
                    .filter(method -> method.isAnnotationPresent(Query.class))
                    .forEach(found::add);
        }
        return found;
    }
}
