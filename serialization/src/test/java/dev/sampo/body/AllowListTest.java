package dev.sampo.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AllowListTest {

    @Test
    void aPackageStandsForItselfAndThoseBelowIt() {
        AllowList list = AllowList.jdk().allowPackage("com.acme");

        assertThat(list.allows("com.acme.Foo")).isTrue();
        assertThat(list.allows("com.acme.Foo$Bar")).isTrue();
        assertThat(list.allows("com.acme.deep.down.Foo")).isTrue();
        assertThat(list.allows("[[Lcom.acme.Foo;")).isTrue();
        assertThat(list.allows("com.acmeevil.Foo")).isFalse();
        assertThat(list.allows("com.Foo")).isFalse();
        assertThat(list.allows("Foo")).isFalse();
    }

    @Test
    void theUnnamedPackageStandsForItselfOnly() {
        AllowList list = AllowList.jdk().allowPackage("");

        assertThat(list.allows("Main")).isTrue();
        assertThat(list.allows("com.acme.Main")).isFalse();
        assertThat(list.allows("com.Main")).isFalse();
    }

    @Test
    void theJdkIsAllowedByClassNeverByPackage() {
        assertThat(AllowList.jdk().allows("java.lang.Runtime")).isFalse();
        assertThat(AllowList.jdk().allows("java.lang.reflect.Proxy")).isFalse();
        assertThat(AllowList.jdk().allows("[Ljava.lang.ClassLoader;")).isFalse();
        assertThat(AllowList.jdk().allows("[[I")).isTrue();
        assertThat(AllowList.jdk().allow(StackTraceElement.class).allows("java.lang.StackTraceElement"))
                .isTrue();
        assertThatThrownBy(() -> AllowList.jdk().allowPackage("java.lang"))
                .hasMessage("package java.lang is the JDK's: allow single classes of it with .allow(Some.class)");
        assertThatThrownBy(() -> AllowList.jdk().allowPackage("java")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListIsMadeAgainFromItsNames() {
        AllowList list =
                AllowList.jdk().allowPackage("com.acme").allowPackage("").allow(AllowListTest.class);

        assertThat(AllowList.of(list.names())).isEqualTo(list).hasSameHashCodeAs(list);
        assertThat(list.names()).containsExactly(".", "com.acme.", "dev.sampo.body.AllowListTest");
    }

    @Test
    void aBodyAllowsThePackagesOfItsCode() {
        Body1<String, Integer> reference = String::length;

        AllowList list = AllowList.jdk().allowPackageOf(reference);

        assertThat(list.names()).containsExactly("dev.sampo.body.");
        assertThat(list.allows("java.lang.Thread")).isFalse();
    }
}
