package dev.penstock.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.Action;
import dev.penstock.access.Role;
import dev.penstock.web.internal.call.Parameter;
import dev.penstock.web.internal.call.Route;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each address with each role: refused exactly where the role does not carry what the address
 * takes. Req: 62443-4-2 CR 2.1
 */
final class RoleMatrixTest {
  @TempDir private Path folder;
  private House house;
  private List<Route> routes;
  private final Map<Role, Browser> people = new EnumMap<>(Role.class);

  /** Of a source that speaks from the zone of those who have one. */
  private String inField = "";

  @BeforeEach
  void open() throws IOException, InterruptedException {
    house = new House(folder);
    routes =
        WebServer.routes(
            house.parts.getFirst(),
            House.LIMITS,
            new QueryGate(House.LIMITS),
            new Traffic(),
            new LiveAnswers(house.parts.getFirst()));
    inField = house.json("/api/v1/sources?source=pump1").at("/sources/0/number").asText();
    Browser first = Browser.ofFirst(house);
    people.put(Role.ADMINISTRATOR, first);
    Browser second = Browser.of(house, first, "p-second", "[{\"role\": \"security-officer\"}]");
    second.addApp();
    for (Role role : Role.values()) {
      if (role != Role.ADMINISTRATOR) {
        String more =
            switch (role) {
              case AUDITOR -> ", \"until\": \"2026-06-01T00:00:00Z\"";
              case SUPPLIER -> ", \"zone\": \"field\"";
              case VIEWER, ENGINEER, SECURITY_OFFICER, ADMINISTRATOR, ASSET_OWNER -> "";
            };
        people.put(
            role,
            Browser.of(
                house,
                first,
                "p-" + role.wireName(),
                "[{\"role\": \"" + role.wireName() + "\"" + more + "}]"));
        second.approveAll();
      }
    }
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void nobodyDoesWhatTheirRoleDoesNotCarry() throws Exception {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (Route route : routes) {
      Optional<Action> taken = action(route);
      if (taken.isEmpty()) {
        continue;
      }
      for (Role role : Role.values()) {
        HttpResponse<byte[]> answer = ask(people.get(role), route);
        asked++;
        // A supplier's role is for a zone, and most of what is asked here is of the site.
        boolean isCarried =
            role.actions().contains(taken.get())
                && (role != Role.SUPPLIER || route.access() instanceof Route.Access.Within);
        boolean isRefused = isNotPermitted(answer);
        if (isCarried == isRefused || answer.statusCode() >= 500) {
          wrong.add(role + " " + route.method() + " " + route.path() + " " + answer.statusCode());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(asked).isGreaterThan(200);
  }

  /** A role in one zone opens the addresses that show a part, and no other. */
  @Test
  void aRoleInAZoneOpensWhatCanBeShownInPart() throws Exception {
    Map<Role, Browser> inZone = new EnumMap<>(Role.class);
    for (Role role : List.of(Role.VIEWER, Role.ENGINEER, Role.SUPPLIER)) {
      inZone.put(
          role,
          Browser.of(
              house,
              people.get(Role.ADMINISTRATOR),
              "z-" + role.wireName(),
              "[{\"role\": \"" + role.wireName() + "\", \"zone\": \"field\"}]"));
    }
    List<String> wrong = new ArrayList<>();
    int opened = 0;
    for (Route route : routes) {
      Optional<Action> taken = action(route);
      for (Map.Entry<Role, Browser> each : inZone.entrySet()) {
        if (taken.isEmpty()) {
          continue;
        }
        boolean isOpen =
            route.access() instanceof Route.Access.Within
                && each.getKey().actions().contains(taken.get());
        HttpResponse<byte[]> answer = ask(each.getValue(), route);
        opened += isOpen ? 1 : 0;
        if (isOpen == isNotPermitted(answer)) {
          wrong.add(each.getKey() + " " + route.path() + " " + answer.statusCode());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(opened).isGreaterThan(15);
  }

  private static Optional<Action> action(Route route) {
    return switch (route.access()) {
      case Route.Access.Open(), Route.Access.Session() -> Optional.empty();
      case Route.Access.Of(var action) -> Optional.of(action);
      case Route.Access.Within(var action) -> Optional.of(action);
    };
  }

  @Test
  void whoShowsNothingGetsNothing() throws Exception {
    var nobody = new Browser(house);
    List<String> wrong = new ArrayList<>();
    for (Route route : routes) {
      if (!(route.access() instanceof Route.Access.Open)) {
        HttpResponse<byte[]> answer = ask(nobody, route);
        if (answer.statusCode() != 401) {
          wrong.add(route.method() + " " + route.path() + " " + answer.statusCode());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isNotPermitted(HttpResponse<byte[]> answer) throws IOException {
    return answer.statusCode() == 403
        && House.json(answer).path("code").asText().equals("not-permitted");
  }

  private HttpResponse<byte[]> ask(Browser browser, Route route)
      throws IOException, InterruptedException {
    String path = route.path().replace("{number}", inField).replace("{device}", "plc-1");
    for (Parameter<?> parameter : route.parameters()) {
      path =
          path.replace("{" + parameter.name() + "}", "0")
              .replace("<" + parameter.name() + ">", "0");
    }
    if (path.equals("/api/v1/live")) {
      path += "?unknown=1";
    }
    return route.method() == Route.Method.GET ? browser.get(path) : browser.post(path, "{}");
  }
}
