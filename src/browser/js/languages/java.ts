export { javaLanguage as java } from '@codemirror/lang-java';
