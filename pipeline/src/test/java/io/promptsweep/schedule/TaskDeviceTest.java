package io.promptsweep.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptsweep.problem.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDeviceTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "0, 1, null, 0",
        "3, 4, null, 3",
        "1, 2, '', 1",
        "3, 2, '2,3', 1",
        "2, 2, '3, 2', 1",
        "GPU-8f2a, 2, 'GPU-11aa,GPU-8f2a', 1",
        // The container renumbers, and its discovery script tells the new numbers.
        "0, 2, '4,5', 0"
      })
  void cudaNumbersTheDevicesThatTheProcessMaySee(
      String address, int count, String visible, int number) {
    assertThat(TaskDevice.number(address, count, visible)).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {"3, 1, null", "GPU-8f2a, 2, null", "-1, 2, null", "99999, 2, null", "7, 2, '4,5'"})
  void aDeviceThatPyTorchDoesNotSeeIsRefusedWithTheRemedy(
      String address, int count, String visible) {
    assertThatThrownBy(() -> TaskDevice.number(address, count, visible))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("GPU '" + address + "'")
        .hasMessageContaining("finds " + count)
        .hasMessageContaining("discovery script");
  }
}
