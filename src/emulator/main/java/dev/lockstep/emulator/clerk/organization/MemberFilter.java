package dev.lockstep.emulator.clerk.organization;

import dev.lockstep.emulator.clerk.organization.MembershipsEndpoint.Member;
import dev.lockstep.emulator.clerk.people.EmailAddress;
import dev.lockstep.emulator.clerk.people.Person;
import dev.lockstep.emulator.clerk.people.PhoneNumber;
import dev.lockstep.emulator.clerk.wire.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.web.servlet.function.ServerRequest;

/** Which members a request asks for. */
final class MemberFilter {

    private final ServerRequest request;

    MemberFilter(ServerRequest request) {
        this.request = request;
    }

    boolean admits(Member member) {
        Person person = member.person();
        return listed("role", List.of(member.membership().role().key()))
                && OrganizationsEndpoint.admitted(values("user_id"), List.of(person.id()))
                && listed(
                        "email_address",
                        addresses(person).map(EmailAddress::key).toList())
                && listed("phone_number", numbers(person).toList())
                && listed(
                        "username",
                        Stream.ofNullable(person.profile().username()).toList())
                // Nobody here has one.
                && values("web3_wallet").isEmpty()
                && holds("query", everything(person))
                && holds("email_address_query", addresses(person))
                && holds("phone_number_query", numbers(person))
                && holds("username_query", Stream.ofNullable(person.profile().username()))
                && holds("name_query", person.fullName().stream())
                && within("created_at", Optional.of(person.times().created()))
                && within("last_active_at", Optional.ofNullable(person.times().lastActive()));
    }

    private static Stream<String> addresses(Person person) {
        return person.emails().stream().map(EmailAddress::address);
    }

    private static Stream<String> numbers(Person person) {
        return person.phones().stream().map(PhoneNumber::number);
    }

    private static Stream<String> everything(Person person) {
        Person.Profile profile = person.profile();
        return Stream.of(
                        addresses(person),
                        numbers(person),
                        Stream.of(person.id()),
                        Stream.of(profile.username(), profile.firstName(), profile.lastName())
                                .filter(Objects::nonNull))
                .flatMap(marks -> marks);
    }

    private List<String> values(String name) {
        return OrganizationInvitationsEndpoint.values(request, name);
    }

    private boolean listed(String name, List<String> has) {
        List<String> wanted = values(name);
        return wanted.isEmpty()
                || wanted.stream().anyMatch(value -> has.stream().anyMatch(value::equalsIgnoreCase));
    }

    private boolean holds(String name, Stream<String> marks) {
        String part = request.param(name).orElse("").toLowerCase(Locale.ROOT);
        return part.isEmpty()
                || marks.anyMatch(mark -> mark.toLowerCase(Locale.ROOT).contains(part));
    }

    private boolean within(String name, Optional<Instant> time) {
        return limit(name + "_before")
                        .map(limit ->
                                time.filter(at -> at.toEpochMilli() < limit).isPresent())
                        .orElse(true)
                && limit(name + "_after")
                        .map(limit ->
                                time.filter(at -> at.toEpochMilli() > limit).isPresent())
                        .orElse(true);
    }

    private Optional<Long> limit(String name) {
        return request.param(name).map(text -> Page.whole(name, text, 0, Long.MAX_VALUE));
    }
}
