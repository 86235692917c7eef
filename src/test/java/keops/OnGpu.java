package keops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import keops.bindings.NativeLibraries;
import keops.cuda.Cuda;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A test class that needs a real GPU and NVRTC, and says what is missing where it is skipped. */
@Tag("gpu")
@ExtendWith(OnGpu.Condition.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OnGpu {
    /** Looks for both. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            Optional<String> missing = Cuda.unavailabilityCause()
                    .or(() -> NativeLibraries.nvrtcLibrary().unavailabilityCause());
            if (missing.isPresent() && context.getTestMethod().isEmpty()) {
                System.out.println("skipped: " + context.getDisplayName() + ", because: " + missing.get());
            }
            return missing.map(ConditionEvaluationResult::disabled)
                    .orElseGet(() -> ConditionEvaluationResult.enabled("there is a GPU"));
        }
    }
}
