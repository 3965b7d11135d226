package dev.lockstep.guest;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Everybody may come in without an account; what a guest may see is said by the pages. */
@Configuration(proxyBeanMethods = false)
class GuestSecurity {

    @Bean
    @Order(0)
    SecurityFilterChain wayInOfGuests(HttpSecurity http) throws Exception {
        return http.securityMatcher("/guest")
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .headers(headers -> headers.contentSecurityPolicy(
                        csp -> csp.policyDirectives("default-src 'none'; frame-ancestors 'none'")))
                .build();
    }
}
