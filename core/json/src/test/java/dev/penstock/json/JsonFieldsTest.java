package dev.penstock.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {
  private record Grant(String role, Optional<Instant> until) {}

  private record Person(String name, boolean isActive, long age, List<Grant> roles, int keyBytes) {
    Person {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a person has a name");
      }
    }
  }

  private static JsonForm<Person> person(String text) {
    var in = JsonFields.of(Texts.read(text));
    String name = in.text("name", 10);
    boolean isActive = in.flagIfAny("active").orElse(true);
    long age = in.whole("age", 0, 150);
    byte[] key = in.bytesIfAny("key", 3).orElse(new byte[0]);
    var roles = new ArrayList<Grant>();
    for (JsonFields grant : in.objects("roles", 2)) {
      roles.add(new Grant(grant.text("role", 10), grant.instantIfAny("until")));
    }
    return in.end(() -> new Person(name, isActive, age, roles, key.length));
  }

  @Test
  void aFormIsReadStraightDown() {
    assertThat(
            person(
                """
                {"name":"Ada","age":36,"key":"AAEC","active":null,
                 "roles":[{"role":"viewer"},{"role":"auditor","until":"2027-01-01T00:00:00Z"}]}
                """))
        .isEqualTo(
            new JsonForm.Filled<>(
                new Person(
                    "Ada",
                    true,
                    36,
                    List.of(
                        new Grant("viewer", Optional.empty()),
                        new Grant("auditor", Optional.of(Instant.parse("2027-01-01T00:00:00Z")))),
                    3)));
  }

  /** The dots stand for a name and an age that are right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                          | the body must be an object, is a list of 0
          {"age":1}                   | field name is missing
          {"name":null,"age":1}       | field name is missing
          {"name":1,"age":1}          | field name must be text, is a number
          {"name":"01234567890"}      | field name is longer than 10 characters
          {"name":"a"}                | field age is missing
          {"name":"a","age":"1"}      | field age must be a whole number from 0 to 150
          {"name":"a","age":151}      | field age must be a whole number from 0 to 150
          {"name":"a","age":1.5}      | field age must be a whole number from 0 to 150
          {...,"active":1}            | field active must be true or false, is a number
          {...,"key":"AAE="}          | field key must be base64url without padding
          {...,"key":"AAF"}           | field key must be base64url without padding
          {...,"key":"A+EC"}          | field key must be base64url without padding
          {...,"key":"AAECA"}         | field key is longer than 4 characters
          {...,"roles":{}}            | field roles must be a list of at most 2, is an object
          {...,"roles":[1]}           | field roles[0] must be an object, is a number
          {...,"roles":[{},{},{}]}    | field roles must be a list of at most 2, is a list of 3
          {...,"roles":[{}]}          | field roles[0].role is missing
          {...,"roles":[{"role":"x","y":1}]} | field roles[0].y is not known; there are role, until
          {...,"nmae":1} | field nmae is not known; there are active, age, key, name, roles
          """)
  void theFieldThatIsWrongIsNamed(String text, String why) {
    assertThat(person(text.replace("...", "\"name\":\"a\",\"age\":1")))
        .isInstanceOfSatisfying(
            JsonForm.Refused.class, refused -> assertThat(refused.text()).isEqualTo(why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2027-01-01T00:00:00+01:00", "2027-02-30T00:00:00Z", "Z"})
  void aTimeIsSpelledInUtc(String time) {
    String text = "{\"name\":\"a\",\"age\":1,\"roles\":[{\"role\":\"x\",\"until\":\"TIME\"}]}";
    assertThat(person(text.replace("TIME", time)))
        .isEqualTo(
            new JsonForm.Refused<>(
                "roles[0].until", "must be a time such as 2026-11-22T04:30:00Z"));
  }

  @Test
  void aNameFromOutsideIsShownShortAndPrintable() {
    assertThat(person("{\"name\":\"a\",\"age\":1,\"\\u001b[31m" + "x".repeat(100) + "\":1}"))
        .isInstanceOfSatisfying(
            JsonForm.Refused.class,
            refused -> assertThat(refused.field()).startsWith("?[31mxx").hasSize(43));
  }

  @Test
  void messagesOfOthersMayHoldMore() {
    var in = JsonFields.of(Texts.read("{\"a\":1,\"b\":{\"c\":2}}"));
    long a = in.whole("a", 0, 9);
    assertThat(in.endWithOthers(() -> a)).isEqualTo(new JsonForm.Filled<>(1L));
  }

  @Test
  void anObjectWithinIsPartOfTheForm() {
    var in = JsonFields.of(Texts.read("{\"response\":{\"id\":\"x\",\"more\":1}}"));
    var response = in.object("response");
    String id = response.text("id", 9);
    assertThat(in.end(() -> id))
        .isEqualTo(new JsonForm.Refused<>("response.more", "is not known; there are id"));
    var empty = JsonFields.of(Json.EMPTY);
    String none = empty.object("response").text("id", 9);
    assertThat(empty.end(() -> none)).isEqualTo(new JsonForm.Refused<>("response", "is missing"));
  }

  @Test
  void anObjectIsMadeFieldByField() {
    var made =
        new JsonObjectMaker()
            .put("b", "x")
            .put("a", 1)
            .put("c", true)
            .put("at", Instant.parse("2026-11-22T04:30:00Z"))
            .putText("none", Optional.empty());
    assertThat(CanonicalJson.text(made.make()))
        .isEqualTo("{\"a\":1,\"at\":\"2026-11-22T04:30:00Z\",\"b\":\"x\",\"c\":true}");
    assertThatThrownBy(() -> made.put("a", 2)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatCannotBeReadBackCannotBeBuilt() {
    assertThatThrownBy(() -> Json.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.of(1L << 53)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Json.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Json.Real(1.0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new JsonObjectMaker().put("\udc00", 1).make())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
