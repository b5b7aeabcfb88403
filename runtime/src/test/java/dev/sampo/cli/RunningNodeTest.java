package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunningNodeTest {

    @Test
    void whatToTypeForAnotherNodeCanBeTypedAsItIsOnThisMachine() {
        assertThat(RunningNode.joinCommand("127.0.0.1:7355", null, 1)).isEqualTo("./sampo node --join 127.0.0.1:7355");
        assertThat(RunningNode.joinCommand("127.0.0.1:7355", "mill", 3))
                .isEqualTo("./sampo node --join 127.0.0.1:7355 --cluster mill --expect 3");
    }

    @Test
    void onAnotherMachineItsAddressIsMissing() {
        assertThat(RunningNode.joinCommand("10.0.0.1:7355", null, 1))
                .isEqualTo("./sampo node --join 10.0.0.1:7355 --host ITS-ADDRESS --insecure-bind");
    }
}
