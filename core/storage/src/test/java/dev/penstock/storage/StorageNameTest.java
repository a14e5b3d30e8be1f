package dev.penstock.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorageNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "node.lock", ".hidden", "...", "-", "A_0.z/..a/b.."})
  void ordinaryNamesPassUnchanged(String name) {
    assertThat(StorageName.requireFile(name)).isEqualTo(name);
    assertThat(StorageName.requireFolder(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a b", "é", "a:b"})
  void whatCouldLeadElsewhereIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> StorageName.requireFile(name));
    assertThatIllegalArgumentException().isThrownBy(() -> StorageName.requireFolder(name));
  }

  @Test
  void aPartHasAtMost255Characters() {
    String longest = "x".repeat(255);
    assertThat(StorageName.requireFile(longest + "/" + longest)).hasSize(511);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StorageName.requireFile("a/" + longest + "x"))
        .withMessageContaining("256 characters");
  }

  @Test
  void onlyAFolderMayHaveTheEmptyName() {
    assertThat(StorageName.requireFolder("")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> StorageName.requireFile(""));
  }

  @Test
  void aNameIsItsFolderAndItsLastPart() {
    assertThat(StorageName.folderOf("a/b/c")).isEqualTo("a/b");
    assertThat(StorageName.simpleOf("a/b/c")).isEqualTo("c");
    assertThat(StorageName.folderOf("c")).isEmpty();
    assertThat(StorageName.simpleOf("c")).isEqualTo("c");
  }
}
