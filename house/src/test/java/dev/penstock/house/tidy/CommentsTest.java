package dev.penstock.house.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentsTest {
  @Test
  void onlyCommentsAreFound() {
    String java =
        """
        /** One. */
        class A { // two
          String s = "// no \\" /* no */";
          char c = '"', d = '\\'';
          String t = ""\"
              // no " /* no */ \\""\"
              ""\";
          /* three */ int divided = 4 / 2;
        }
        """;
    assertThat(Comments.of(java))
        .extracting(Comments.Comment::text)
        .containsExactly("/** One. */", "// two", "/* three */");
  }

  @Test
  void anOpenCommentEndsWithTheFile() {
    assertThat(Comments.of("// end")).hasSize(1);
    assertThat(Comments.of("\"open")).isEmpty();
  }
}
