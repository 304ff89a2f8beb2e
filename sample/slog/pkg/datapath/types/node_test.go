package types

import (
	"reflect"
	"testing"
)

// TestDeepEqualKnowsEveryFlag finds bool and int fields that the generated file forgot.
func TestDeepEqualKnowsEveryFlag(t *testing.T) {
	var plain LocalNodeConfiguration
	for i := 0; i < reflect.TypeOf(plain).NumField(); i++ {
		var changed LocalNodeConfiguration
		switch field := reflect.ValueOf(&changed).Elem().Field(i); field.Kind() {
		case reflect.Bool:
			field.SetBool(true)
		case reflect.Int:
			field.SetInt(1)
		default:
			continue
		}
		if changed.DeepEqual(&plain) {
			t.Errorf("%s does not count", reflect.TypeOf(plain).Field(i).Name)
		}
	}
	if !plain.DeepEqual(&LocalNodeConfiguration{}) {
		t.Error("two empty ones differ")
	}
}
