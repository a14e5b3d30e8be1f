package dev.penstock.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoticeRulesTest {
  private static Route route(Set<NoticeKind> kinds, Severity least, String channel) {
    return new Route(
        kinds, least, List.of(new Step(Duration.ZERO, List.of(channel))), Optional.empty());
  }

  @Test
  void theFirstRouteThatTakesItHasIt() {
    var rules =
        new NoticeRules(
            List.of(new ChannelRule("a", 1), new ChannelRule("b", 1)),
            List.of(
                route(Set.of(NoticeKind.DISK_SHORT), Severity.CRITICAL, "a"),
                route(Set.of(), Severity.WARNING, "b")));
    assertThat(rules.routeFor(NoticeKind.DISK_SHORT, Severity.CRITICAL))
        .contains(rules.routes().getFirst());
    assertThat(rules.routeFor(NoticeKind.DISK_SHORT, Severity.WARNING))
        .contains(rules.routes().getLast());
    assertThat(rules.routeFor(NoticeKind.NODE_STARTED, Severity.INFO)).isEmpty();
  }

  @Test
  void aRouteNeedsChannelsThatAreThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new NoticeRules(
                List.of(new ChannelRule("a", 1)), List.of(route(Set.of(), Severity.INFO, "b"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new NoticeRules(List.of(new ChannelRule("a", 1), new ChannelRule("a", 2)), List.of()));
  }

  @Test
  void stepsComeOneAfterTheOther() {
    var first = new Step(Duration.ofMinutes(5), List.of("a"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Route(Set.of(), Severity.INFO, List.of(first, first), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Route(Set.of(), Severity.INFO, List.of(), Optional.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Route(Set.of(), Severity.INFO, List.of(first), Optional.of(Duration.ofMinutes(1))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(Duration.ZERO, List.of("a", "a")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Step(Duration.ofDays(8), List.of("a")));
  }

  @Test
  void namesOfChannelsAreShortWords() {
    assertThat(ChannelRule.isName("mail-1")).isTrue();
    for (String bad : List.of("", "-a", "A", "a b", "a\n", "x".repeat(65))) {
      assertThat(ChannelRule.isName(bad)).as(bad).isFalse();
    }
  }

  @Test
  void numbersAndNamesOfKindsAreTheirOwn() {
    var codes = new HashSet<Integer>();
    var names = new HashSet<String>();
    for (NoticeKind each : NoticeKind.values()) {
      assertThat(codes.add(each.code())).isTrue();
      assertThat(names.add(each.wireName())).isTrue();
      assertThat(NoticeKind.ofWireName(each.wireName())).contains(each);
      assertThat(each.wireName()).matches("[a-z-]+");
    }
    assertThat(NoticeKind.ofWireName("quiet")).isEmpty();
    assertThat(Arrays.stream(Occasion.values()).map(Occasion::code).distinct()).hasSize(7);
  }
}
